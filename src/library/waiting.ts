/** The conversations with sessions that must be derived again. */
export class Waiting {
  /** Ids of the sessions, by conversation; null: all with a part in its files. */
  private readonly marked = new Map<string, ReadonlySet<string> | null>();
  /** Conversations that may change again while more logs are read: they share messages with others, or are read again. */
  private readonly sharing = new Set<string>();
  /** Groups of conversations that share messages, by each member. They are derived one after the other, from the same readings. */
  private readonly families = new Map<string, Set<string>>();
  /** Conversations that were live when read. They are derived at once, because somebody may be watching. */
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

  /** Notes that a conversation is live, so it never waits until all logs are read. */
  live(conversation: string): void {
    this.living.add(conversation);
  }

  /** Sets whether a conversation waits until all logs are read. Live ones never do. */
  share(conversation: string, shares: boolean): void {
    if (shares) this.sharing.add(conversation);
    else this.sharing.delete(conversation);
  }

  /** Notes that conversations share messages. */
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

  /** At most `most` conversations to derive now, groups together; `more`: more logs will be read. */
  ready(more: boolean, most = Infinity): string[] {
    const ready = new Set<string>();
    for (const one of this.marked.keys()) {
      // It was added with its group.
      if (ready.has(one) || (more && this.sharing.has(one) && !this.living.has(one))) continue;
      const family = more ? [] : (this.families.get(one) ?? []);
      for (const member of [one, ...family]) {
        if (ready.size >= most) return [...ready];
        if (this.marked.has(member)) ready.add(member);
      }
    }
    return [...ready];
  }

  /** The marked sessions; null: all of the conversation. */
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
