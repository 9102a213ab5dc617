// Square roots that are one instruction and never set errno.
static inline float square_root_float(float x) { return __builtin_elementwise_sqrt(x); }
static inline double square_root_double(double x) { return __builtin_elementwise_sqrt(x); }
