import type { EventRecord } from "../event";
import { Members } from "./members";

/** An event of a log while it is put together, and then for good. Its members are objects only for who asks. */
export class EvtxEvent implements EventRecord {
  time: number | null = null;
  computer: string | null = null;
  channel: string | null = null;
  provider: string | null = null;
  eventId: number | null = null;
  level: number | null = null;
  userSid: string | null = null;
  recordId: number | null;
  readonly dataBag = new Members();
  readonly systemBag = new Members();

  constructor(public record: number) {
    this.recordId = record;
  }

  get data(): Readonly<Record<string, unknown>> {
    return this.dataBag.object();
  }

  get system(): Readonly<Record<string, unknown>> {
    return this.systemBag.object();
  }

  get dataMembers(): string | undefined {
    return this.dataBag.text;
  }

  get systemMembers(): string | undefined {
    return this.systemBag.text;
  }
}
