// The only importer of ml-matrix, which checks neither shapes nor finiteness: whoever fills a matrix does.
export { CholeskyDecomposition, Matrix } from "ml-matrix";
