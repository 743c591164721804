#include "harness/ingest/marker.hpp"

#include <cstring>

namespace wvagate::ingest {
MarkerSet find_markers(std::string_view line) {
  MarkerSet found;
  for (std::size_t i = 0; i < kMarkerCount; ++i) {
    const std::string_view text = kMarkerText[i];
    if (memmem(line.data(), line.size(), text.data(), text.size()) != nullptr) found.set(i);
  }
  return found;
}

}  // namespace wvagate::ingest
