using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Symbols;

public sealed class SymbolTablePropertyTests
{
    private const int MaxTicks = 40;

    [Fact]
    public void It_agrees_with_a_table_that_keeps_everything_in_any_order_of_arrival() =>
        Gen.Select(FactsOf("++--=x"), Gen.Int[0, 24]).Sample((facts, queryAfter) =>
        {
            SymbolTable table = new(SymbolTable.MinCapacityBytes);
            for (int index = 0; index < facts.Length; index++)
            {
                CodeTimeline.AddTo(table, facts[index].Drawn);
                if (index == queryAfter)
                {
                    // Queries in between must not change later results.
                    table.NameOf(15, new TraceTicks(20));
                }
            }

            for (ulong address = 8; address < 60; address++)
            {
                for (long tick = 0; tick <= MaxTicks; tick++)
                {
                    string? expected = NaiveCode.NameOf(facts, address, tick);
                    string? actual = table.NameOf(address, new TraceTicks(tick));
                    Assert.True(expected == actual, $"{address}@{tick}: expected {expected}, was {actual}, of "
                        + string.Join(' ', facts.Select(fact => fact.Drawn)));
                }
            }
        });

    [Fact]
    public void A_table_built_from_a_selection_names_the_window_like_the_original() =>
        Gen.Select(FactsOf("++--="), Gen.Long[1, 20], Gen.Long[20, MaxTicks - 1]).Sample((facts, from, to) =>
        {
            SymbolTable table = CodeTimeline.TableOf(string.Join(' ', facts.Select(fact => fact.Drawn)));
            SymbolSelection selected = table.SelectAll(new TraceTicks(from), new TraceTicks(to));
            SymbolTable copy = new(SymbolTable.MinCapacityBytes);
            foreach (SelectedSymbol symbol in (SelectedSymbol[])
                [.. selected.AtStart, .. selected.InWindow, .. selected.AtEnd])
            {
                copy.Add(new SymbolEvent(
                    symbol.Origin, symbol.EventId, symbol.Version, symbol.At, symbol.Payload.Span));
            }

            for (ulong address = 8; address < 60; address++)
            {
                for (long tick = from; tick <= to; tick++)
                {
                    string? expected = table.NameOf(address, new TraceTicks(tick));
                    string? actual = copy.NameOf(address, new TraceTicks(tick));
                    Assert.True(expected == actual || expected is null, $"{from}..{to} {address}@{tick}: expected "
                        + $"{expected}, was {actual}, of {string.Join(' ', facts.Select(fact => fact.Drawn))}");
                }
            }
        });

    [Fact]
    public void Hostile_payloads_are_counted_and_never_thrown_at() =>
        Gen.Select(
            Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Const(CodeTimeline.MethodPayload('A', 1, 100, 20)),
                Gen.Const(CodeTimeline.EntryPayload('A', 100)), Gen.Const(CodeTimeline.ModulePayload(1))),
            Gen.Int[0, 200], Gen.Byte, Gen.Int[139, 160], Gen.Int[-1, 4], Gen.Bool)
            .Sample((payload, place, value, eventId, version, isRundown) =>
            {
                byte[] hostile = [.. payload];
                if (place < hostile.Length)
                {
                    hostile[place] = value;
                }

                SymbolOrigin origin = isRundown ? SymbolOrigin.Rundown : SymbolOrigin.Live;
                SymbolTable table = new(SymbolTable.MinCapacityBytes) { EntryPointsTrusted = true };
                table.Add(new SymbolEvent(origin, eventId, version, new TraceTicks(place - 100), hostile));
                ReadOnlySpan<byte> shifted = hostile.AsSpan(Math.Min(1, hostile.Length));
                table.Add(new SymbolEvent(origin, eventId, version, new TraceTicks(place), shifted));
                table.NameOf(100, new TraceTicks(0));
                table.NameOf(ulong.MaxValue, new TraceTicks(long.MaxValue));
                table.Select([0, 100, ulong.MaxValue], new TraceTicks(long.MinValue), new TraceTicks(long.MaxValue));
                table.SelectAll(new TraceTicks(10), new TraceTicks(0));
                table.ForgetBefore(new TraceTicks(long.MaxValue));
                Assert.InRange(table.MalformedCount, 0, 2);
            });

    [Theory]
    [InlineData(143, 35, 1)]                       // Cut short.
    [InlineData(159, 23, 1)]
    [InlineData(152, 29, 1)]
    [InlineData(145, 35, 0)]                       // Not an event about code: ignored.
    [InlineData(143, 70_000, 1)]                   // Longer than any event.
    public void Events_that_should_describe_code_and_do_not_are_counted(int eventId, int payloadBytes, long expected)
    {
        SymbolTable table = new(SymbolTable.MinCapacityBytes);
        table.Add(new SymbolEvent(SymbolOrigin.Live, eventId, 1, default, new byte[payloadBytes]));
        Assert.Equal(expected, table.MalformedCount);
        Assert.Equal(0, table.FactCount);
    }

    // Few methods, addresses and modules, so that they meet; some code reaches into the next address's.
    private static Gen<NaiveFact[]> FactsOf(string marks) =>
        Gen.Select(Gen.Char[marks], Gen.Char['A', 'D'], Gen.ULong[1, 3]).Array[1, 24].SelectMany(drawn =>
            Gen.Shuffle(Enumerable.Range(1, MaxTicks - 1).Select(tick => (long)tick).ToArray()).Select(ticks =>
                drawn.Select((fact, index) => new NaiveFact(
                    fact.Item1, fact.Item2, ModuleOf(fact.Item2), fact.Item3 * 10, SizeOf(fact.Item2), ticks[index]))
                .ToArray()));

    private static int ModuleOf(char method) => method - 'A' < 2 ? 0 : 1;

    private static uint SizeOf(char method) => (uint)(method - 'A' + 1) * 7;
}
