/** What we use of jStat, which comes without types. */
declare module 'jstat' {
  interface JStat {
    studentt: { cdf(t: number, df: number): number; inv(p: number, df: number): number };
    normal: {
      cdf(z: number, mean: number, sd: number): number;
      inv(p: number, mean: number, sd: number): number;
    };
    corrcoeff(a: readonly number[], b: readonly number[]): number;
    spearmancoeff(a: readonly number[], b: readonly number[]): number;
  }
  const jStat: { jStat: JStat };
  export default jStat;
}
