/** Models to ONNX files. */
export { exportOnnx } from './exportOnnx';
export type { OnnxInput, OnnxOptions } from './exportOnnx';
