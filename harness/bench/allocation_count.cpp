// Every `operator new` of the program, counted. The standard's other forms (arrays, nothrow) come through the
// two here.
#include <atomic>
#include <cstdlib>
#include <new>

#include "harness/bench/meter.hpp"

namespace {

std::atomic<std::uint64_t> made = 0;

void* counted(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  made.fetch_add(1, std::memory_order_relaxed);
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(std::malloc(size > 0 ? size : 1));
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace wvagate::bench {

std::uint64_t allocations() {
  return made.load(std::memory_order_relaxed);
}

}  // namespace wvagate::bench
