// SPDX-License-Identifier: EUPL-1.2
// Reads an iCalendar from standard input with ical.js and writes its events as JSON, for tests/http/test_mail.py.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const e = new ICAL.Event(component);
  const alarm = component.getFirstSubcomponent('valarm');
  return { uid: e.uid, summary: e.summary, description: e.description, start: e.startDate.toString(), all_day: e.startDate.isDate, end: e.endDate.toString(),
    stamp: component.getFirstPropertyValue('dtstamp').toString(), url: component.getFirstPropertyValue('url'),
    alarm: alarm && alarm.getFirstPropertyValue('trigger').toString() };
});
process.stdout.write(JSON.stringify(events));
