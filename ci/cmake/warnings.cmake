# -Wrestrict: GCC 12 sees overlaps in std::string's operator+ that are not there (its bug 105651).
# -Wmissing-field-initializers: designated initializers leave members to their defaults on purpose.
add_library(wvagate_warnings INTERFACE)
target_compile_options(wvagate_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-align -Woverloaded-virtual -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${WVAGATE_WERROR}>:-Werror>)
