import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {captureOf} from './capture.ts';
import {scenes} from './scenes/index.ts';

const folder = process.argv[2] ?? 'demo/captures';
mkdirSync(folder, {recursive: true});
for (const scene of scenes) writeFileSync(join(folder, `${scene.name}.pcap`), captureOf(scene));
