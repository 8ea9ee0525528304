/** An event of WS01 as a JSON line. */
export function event(id: number, data: object, more: object = {}): string {
  return JSON.stringify({
    TimeCreated: "2024-05-01T08:00:00Z",
    Computer: "WS01",
    Channel: "Security",
    EventID: id,
    EventData: data,
    ...more,
  });
}

/** The definition of a task called Tidy that runs one command at boot. */
export function taskXml(command: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-16"?><Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">` +
    `<RegistrationInfo><Author>CORP\\anna</Author><URI>\\Tidy</URI></RegistrationInfo><Triggers><BootTrigger/></Triggers>` +
    `<Principals><Principal><UserId>S-1-5-18</UserId></Principal></Principals>` +
    `<Actions><Exec><Command>${command}</Command><Arguments>/q</Arguments></Exec></Actions></Task>`
  );
}
