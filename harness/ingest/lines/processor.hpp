#pragma once

namespace wvagate::ingest {

#if defined(__x86_64__)
/// Whether this processor has AVX2. The program is built for any x86-64, and picks at run time.
inline const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
#endif

}  // namespace wvagate::ingest
