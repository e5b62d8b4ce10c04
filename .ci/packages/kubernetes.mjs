// Compares Kubernetes objects with the schemas of Kubernetes.
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { Deployment } from 'kubernetes-models/apps/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Namespace, Service } from 'kubernetes-models/v1';

const kinds = { Deployment, Namespace, PodDisruptionBudget, Service };
let objects = 0;
for (const file of process.argv.slice(2)) {
  for (const object of loadAll(readFileSync(file, 'utf8'))) {
    const kind = kinds[object.kind];
    if (!kind) throw new Error(`${file}: no schema for ${object.kind}`);
    new kind(object).validate();
    objects++;
  }
}
if (objects === 0) throw new Error('nothing was checked');
