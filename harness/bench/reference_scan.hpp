#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What the machine can do with a log's bytes at most: the measure that extraction is held against.
namespace wvagate::bench {

/// The line ends of `text`, found one by one with memchr.
std::size_t count_line_ends(std::string_view text);

/// What read_and_sum() saw.
struct ReadSum {
  std::uint64_t bytes = 0;
  std::uint64_t sum = 0;  ///< of the words, modulo 2^64: nothing but a reason to look at every byte
  int fault = 0;          ///< errno of the read that failed; 0 for none
};

/// Reads `descriptor` from where it stands to its end, 256 KiB at a time into one buffer, and adds up what
/// was read in the widest vectors that the processor has.
ReadSum read_and_sum(int descriptor);

}  // namespace wvagate::bench
