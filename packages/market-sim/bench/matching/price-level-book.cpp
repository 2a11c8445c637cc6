// The matching bench's limit: the same flow through a price-level book as one writes it in C++ for speed. Prices index an array of
// levels directly, orders are linked in them, a bitmap finds the next level; events go into a ring. Compiled by cpp-engine.ts; times are processor time.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

constexpr int priceLimit = 1 << 20;
struct Order { int next, previous, price, side; int64_t quantity; };
struct Level { int head = -1, tail = -1; int64_t quantity = 0; };
struct Event { int kind, order, other, price; int64_t quantity, rest; };
enum { traded = 1, rested, canceled, levelChanged };

static std::vector<Order> orders;
static std::vector<Level> levels(priceLimit);
static std::vector<uint64_t> bitmap(priceLimit / 64);
static std::vector<Event> ring(1 << 12);
static int bestBid = 0, bestAsk = 0;
static uint32_t head = 0, tail = 0;

static void emit(int kind, int order, int other, int price, int64_t quantity, int64_t rest) {
  ring[head++ & 4095] = {kind, order, other, price, quantity, rest};
}
static int below(int price) {
  int word = price >> 6;
  uint64_t bits = bitmap[word] & ((1ull << (price & 63)) - 1);
  while (bits == 0) { if (--word < 0) return 0; bits = bitmap[word]; }
  return word * 64 + 63 - __builtin_clzll(bits);
}
static int above(int price) {
  int word = price >> 6;
  uint64_t bits = bitmap[word] & (~0ull << (price & 63) << 1);
  if ((price & 63) == 63) bits = 0;
  while (bits == 0) { if (++word >= priceLimit / 64) return 0; bits = bitmap[word]; }
  return word * 64 + __builtin_ctzll(bits);
}
static void unlink(int id) {
  Order &order = orders[id];
  Level &level = levels[order.price];
  if (order.previous < 0) level.head = order.next; else orders[order.previous].next = order.next;
  if (order.next < 0) level.tail = order.previous; else orders[order.next].previous = order.previous;
}
static void dropIfEmpty(int price, int side) {
  if (levels[price].head >= 0) return;
  bitmap[price >> 6] &= ~(1ull << (price & 63));
  if (side == 0) { if (price == bestBid) bestBid = below(price); } else if (price == bestAsk) bestAsk = above(price);
}
static int64_t take(int id, int side, int limit, int64_t quantity) {
  while (quantity > 0) {
    int price = side == 0 ? bestAsk : bestBid;
    if (price == 0 || (side == 0 ? price > limit : price < limit)) break;
    Level &level = levels[price];
    while (quantity > 0 && level.head >= 0) {
      int maker = level.head;
      Order &order = orders[maker];
      int64_t done = quantity < order.quantity ? quantity : order.quantity;
      quantity -= done; order.quantity -= done; level.quantity -= done;
      emit(traded, id, maker, price, done, order.quantity);
      if (order.quantity == 0) unlink(maker);
    }
    emit(levelChanged, 1 - side, 0, price, level.quantity, 0);
    dropIfEmpty(price, 1 - side);
  }
  return quantity;
}
static void limit(int id, int side, int price, int64_t quantity) {
  quantity = take(id, side, price, quantity);
  if (quantity == 0) return;
  Level &level = levels[price];
  orders[id] = {-1, level.tail, price, side, quantity};
  if (level.tail < 0) level.head = id; else orders[level.tail].next = id;
  level.tail = id;
  level.quantity += quantity;
  bitmap[price >> 6] |= 1ull << (price & 63);
  if (side == 0) { if (price > bestBid) bestBid = price; } else if (bestAsk == 0 || price < bestAsk) bestAsk = price;
  emit(rested, id, side, price, quantity, 0);
  emit(levelChanged, side, 0, price, level.quantity, 0);
}
static void cancel(int id) {
  Order &order = orders[id];
  if (order.quantity == 0) return;
  Level &level = levels[order.price];
  level.quantity -= order.quantity;
  emit(canceled, id, 0, order.price, order.quantity, 0);
  unlink(id);
  order.quantity = 0;
  emit(levelChanged, order.side, 0, order.price, level.quantity, 0);
  dropIfEmpty(order.price, order.side);
}

int main(int, char **arguments) {
  std::FILE *file = std::fopen(arguments[1], "rb");
  const int messages = std::atoi(arguments[2]);
  std::vector<int> columns[5];
  for (auto &column : columns) {
    column.resize(messages);
    if (std::fread(column.data(), 4, messages, file) != size_t(messages)) return 1;
  }
  orders.resize(messages);
  int64_t trades = 0, volume = 0;
  const std::clock_t start = std::clock();
  for (int message = 0; message < messages; message += 1) {
    const int side = columns[1][message];
    if (columns[0][message] == 1) limit(message, side, columns[2][message], columns[3][message]);
    else if (columns[0][message] == 2) cancel(columns[4][message]);
    else {
      const int64_t rest = take(message, side, side == 0 ? priceLimit : 0, columns[3][message]);
      if (rest > 0) emit(canceled, message, 1, 0, rest, 0);
    }
    for (; tail != head; tail += 1) {
      const Event &event = ring[tail & 4095];
      if (event.kind == traded) { trades += 1; volume += event.quantity; }
    }
  }
  const double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("{\"messages\":%d,\"seconds\":%.9f,\"trades\":%lld,\"volume\":%lld,\"bestBid\":%d,\"bestAsk\":%d}\n", messages, seconds,
              (long long)trades, (long long)volume, bestBid, bestAsk);
}
