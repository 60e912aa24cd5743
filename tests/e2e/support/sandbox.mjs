// One running sandbox: its addresses, its controls, and what it can tell about both accounts.
import { readdir } from "node:fs/promises";
import { control, startSandbox, state } from "../../support/sandbox.mjs";
import { environment } from "./environment.mjs";

/** The agents of the seeded account, by what makes them different. */
export const AGENTS = {
  /** Jonas Okafor, Tier 1, has a PagerDuty account. */
  jonas: { id: 8410300104, email: "jonas.okafor@northwind.example", name: "Jonas Okafor" },
  /** Priya Nair, Incident Desk and Tier 1, has a PagerDuty account. */
  priya: { id: 8410300121, email: "priya.nair@northwind.example", name: "Priya Nair" },
  /** Ada Admin, an administrator of Zendesk, has no PagerDuty account. */
  ada: { id: 8410300155, email: "ada.admin@northwind.example", name: "Ada Admin" },
  /** Sam Rivera, Tier 1, has none. */
  sam: { id: 8410300138, email: "sam.rivera@northwind.example", name: "Sam Rivera" },
};

/** The group that the preset for permissions is about. */
export const TIER_1 = 7290200011;

/** The tickets of the seeded account, by what makes them different. */
export const TICKETS = {
  one: 48213,
  none: 48214,
  several: 48215,
  byEvent: 48220,
  closed: 48230,
  hostile: 48240,
  arabic: 48250,
  noField: 48260,
};

export class Sandbox {
  /** Starts the program on free ports; resolves when everything listens. */
  static async start() {
    const { sandbox: program, sdk, app } = environment;
    const sandbox = new Sandbox(await startSandbox({ program, sdk, app }));
    await sandbox.warm();
    return sandbox;
  }

  constructor({ addresses, stop }) {
    this.addresses = addresses;
    this.stop = stop;
  }

  /** Asks once for every file of the app, which the program compresses at the first request: no test shall wait for that. */
  async warm() {
    const files = await readdir(environment.app);
    const headers = { "accept-encoding": "gzip, deflate, br" };
    await Promise.all(files.map(async (file) => (await fetch(new URL(file, this.addresses.app), { headers })).arrayBuffer()));
  }

  /** Turns one of the controls. */
  async control(thing, body) {
    return control(this.addresses, thing, body);
  }

  /** Both accounts as at the start. */
  async reset() {
    await this.control("reset");
    await this.forgetRequests();
  }

  /** Adds a fault; returns its id. */
  async fault(fault) {
    return (await this.control("faults", fault)).id;
  }

  /** The whole state of both accounts. */
  async state() {
    return state(this.addresses);
  }

  /** The exchanges with PagerDuty and Zendesk, oldest first. */
  async exchanges() {
    return (await fetch(`${this.addresses.workspace}/control/requests`)).json();
  }

  async forgetRequests() {
    await fetch(`${this.addresses.workspace}/control/requests`, { method: "DELETE" });
  }

  /** How many requests PagerDuty has had, preflights aside. */
  async pagerdutyRequests() {
    const exchanges = await this.exchanges();
    return exchanges.filter(({ service, request }) => service === "pagerduty" && request.method !== "OPTIONS").length;
  }

  /** PagerDuty's incident with this number or this exact title. */
  async incident(wanted) {
    const { pagerduty } = await this.state();
    return pagerduty.incidents.find(({ incident_number, title }) => incident_number === wanted || title === wanted);
  }

  /** All of PagerDuty's incidents with this exact title. */
  async incidentsTitled(title) {
    const { pagerduty } = await this.state();
    return pagerduty.incidents.filter((incident) => incident.title === title);
  }

  /** The ids in the ticket's field for linked incidents, and its tags. */
  async links(ticket) {
    const { zendesk } = await this.state();
    const field = zendesk.ticket_fields.find(({ title }) => title === "PagerDuty incidents");
    const found = zendesk.tickets.find(({ id }) => id === ticket);
    const value = found.custom_fields.find(({ id }) => id === field.id)?.value ?? "";
    return { ids: value.split(/\s+/).filter(Boolean), tags: found.tags };
  }

  /** Links incidents to a ticket, as another agent's console would. */
  async link(ticket, ...numbers) {
    const { zendesk, pagerduty } = await this.state();
    const field = zendesk.ticket_fields.find(({ title }) => title === "PagerDuty incidents");
    const ids = numbers.map((number) => pagerduty.incidents.find(({ incident_number }) => incident_number === number).id);
    const change = { custom_fields: [{ id: field.id, value: ids.join(" ") }] };
    await this.control("ticket/update", { ticket, change });
  }

  /** Asks PagerDuty as the person with this address; for what colleagues do meanwhile. */
  async asColleague(email, method, path, body) {
    const { token } = await this.control("token", { email });
    const response = await fetch(`${this.addresses.rest_us}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, from: email, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Changes an incident's status as Maya Chen, who is on call. */
  async colleagueSets(id, status) {
    const body = { incident: { type: "incident_reference", status } };
    return this.asColleague("maya.chen@northwind.example", "PUT", `/incidents/${id}`, body);
  }
}
