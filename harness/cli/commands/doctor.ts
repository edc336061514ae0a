import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {examine} from '../../machine/examine.ts';
import {doctorDocument} from '../../report/doctor-document.ts';
import {type Command, printDocument} from '../command.ts';

export const doctor: Command = {
  usage: 'doctor',
  describe: 'Check what a trial needs on this machine, and show how to install Snort 3',
  examples: [['ruletrial doctor', 'check Node.js, Snort 3, its DAQ modules and the disk']],
  options: yargs => yargs as Argv<object>,
  async run(call) {
    const facts = await call.deps.machine(call.settings);
    const checks = examine(facts);
    printDocument(call, doctorDocument(facts.osName || facts.platform, checks), {checks, machine: facts});
    return ok(undefined);
  },
};
