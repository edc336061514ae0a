import {pcapFile} from './packets/pcap-file.ts';
import {seededRandom} from './packets/random.ts';
import type {Scene} from './scenes/scene.ts';

/** 2026-06-01T00:00:00Z, epoch microseconds. */
const BEGIN = 1_780_272_000_000_000;
const MINUTE = 60_000_000;

/** The scene's pcap file: the same bytes every time, since the scene's name seeds all randomness. */
export const captureOf = (scene: Scene): Uint8Array =>
  pcapFile(scene.packets(seededRandom(scene.name)), BEGIN + scene.minute * MINUTE);
