// LAPACKE and OpenBLAS's CBLAS. The header's name is Debian's: plain cblas.h may be another library's.
#include <cblas-openblas.h>
#include <lapacke.h>
