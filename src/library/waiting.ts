/** The conversations of which sessions must be derived again. */
export class Waiting {
  /** Ids of the sessions, by conversation; null: all that have a part in its files. */
  private readonly marked = new Map<string, ReadonlySet<string> | null>();
  /** Those that a log which still comes may change again: they share messages with others, or are to be read anew. */
  private readonly sharing = new Set<string>();
  /** Those that share messages with one another, by each of them: they are derived one after the other, from the same readings. */
  private readonly families = new Map<string, Set<string>>();
  /** Those that lived when they were read: somebody may look on, whatever else is read. */
  private readonly living = new Set<string>();

  get size(): number {
    return this.marked.size;
  }

  has(conversation: string): boolean {
    return this.marked.has(conversation);
  }

  /** Marks sessions of a conversation, or all. */
  add(conversation: string, ids?: readonly string[]): void {
    const known = this.marked.get(conversation);
    if (ids === undefined) this.marked.set(conversation, null);
    else if (known !== null) this.marked.set(conversation, new Set([...(known ?? []), ...ids]));
  }

  /** Says that a conversation lives: it never waits until all logs are read. */
  live(conversation: string): void {
    this.living.add(conversation);
  }

  /** Says whether a conversation may as well wait for the logs that still come; one that lives does not. */
  share(conversation: string, shares: boolean): void {
    if (shares) this.sharing.add(conversation);
    else this.sharing.delete(conversation);
  }

  /** Says that conversations share messages with one another. */
  relate(conversations: Iterable<string>): void {
    let family = new Set<string>();
    for (const one of conversations) {
      const known = this.families.get(one) ?? new Set([one]);
      if (known === family) continue;
      const [larger, smaller] = known.size > family.size ? [known, family] : [family, known];
      for (const member of smaller) {
        larger.add(member);
        this.families.set(member, larger);
      }
      this.families.set(one, larger);
      family = larger;
    }
  }

  /** Those to be derived now, `most` of them, families together; `more`: more logs come. */
  ready(more: boolean, most = Infinity): string[] {
    const ready = new Set<string>();
    for (const one of this.marked.keys()) {
      // With the first of a family came all of it.
      if (ready.has(one) || (more && this.sharing.has(one) && !this.living.has(one))) continue;
      const family = more ? [] : (this.families.get(one) ?? []);
      for (const member of [one, ...family]) {
        if (ready.size >= most) return [...ready];
        if (this.marked.has(member)) ready.add(member);
      }
    }
    return [...ready];
  }

  /** The sessions that are marked; null: all of the conversation. */
  sessionsOf(conversation: string): ReadonlySet<string> | null {
    return this.marked.get(conversation) ?? null;
  }

  delete(conversation: string): void {
    this.marked.delete(conversation);
    this.sharing.delete(conversation);
    this.families.get(conversation)?.delete(conversation);
    this.families.delete(conversation);
  }

  clear(): void {
    this.marked.clear();
    this.sharing.clear();
    this.families.clear();
    this.living.clear();
  }
}
