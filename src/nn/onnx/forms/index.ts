/** How every op is said in ONNX. */
import type { Forms } from '../Step';
import { attention } from './attention';
import { elementwise } from './elementwise';
import { layers } from './layers';
import { losses } from './losses';
import { recurrent } from './recurrent';
import { shapes } from './shapes';

export const FORMS: Forms = { ...attention, ...elementwise, ...layers, ...losses, ...recurrent, ...shapes };
