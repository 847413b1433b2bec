/** True if a person stopped the reading of logs before all were read: figures are of a part of them then. */
export const isStopped = ({
  running,
  cancelled,
  bytesDone,
  bytesTotal,
}: {
  running: boolean;
  cancelled: boolean;
  bytesDone: number;
  bytesTotal: number;
}): boolean => !running && cancelled && bytesDone < bytesTotal;
