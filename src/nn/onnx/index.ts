/** Models to ONNX files. Not among the exports of src/nn: a page that offers the file loads this when it is asked for it. */
export { exportOnnx } from './exportOnnx';
export type { OnnxInput, OnnxOptions } from './exportOnnx';
