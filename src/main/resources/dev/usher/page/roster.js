/** What is known of a call: the call, and who is there in order of coming. Events keep it up to date. */
export class Roster {
  call = null;
  #participants = new Map();

  get participants() {
    return [...this.#participants.values()];
  }

  find(id) {
    return this.#participants.get(id);
  }

  apply({ type, call, participant, participants, present }) {
    if (call) {
      this.call = call;
    }
    if (type === 'snapshot') {
      this.#participants = new Map(participants.map((each) => [each.id, each]));
    } else if (type === 'participant-left') {
      this.#participants.delete(participant.id);
    } else if (participant) {
      this.#participants.set(participant.id, participant);
    }
    if (present !== undefined && this.call) {
      this.call = { ...this.call, present };
    }
    return this;
  }
}
