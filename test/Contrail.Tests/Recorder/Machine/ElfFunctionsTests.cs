using System.Runtime.InteropServices;
using Contrail.Machine.Names;
using Contrail.Tests.Support;
using CsCheck;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>Functions of files that a recorded process controls: within a budget, and without an exception.</summary>
public sealed class ElfFunctionsTests : IDisposable
{
    private static readonly ulong[] Edges =
    [
        0, 1, 0x200, 0x1000, int.MaxValue, uint.MaxValue, long.MaxValue, 1ul << 63, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    private static readonly Gen<ulong> Edge = Gen.Int[0, Edges.Length - 1].Select(index => Edges[index]);

    private readonly string _path = Path.GetTempFileName();
    private readonly ManualTime _time = new();

    [Fact]
    public void The_first_function_that_contains_an_offset_names_it()
    {
        DrawnElf elf = new() { Functions = [(0x1000, 16, "first"), (0x1008, 16, "second"), (0x1004, 4, "third")] };
        Assert.Equal(["first", "first", "second", null], Names(elf, NewBudget(), 0x1004, 0x100F, 0x1010, 0x1018));
    }

    /// <summary>Flipped bytes in the headers and tables of a real library.</summary>
    [Fact]
    public void A_damaged_library_gives_other_names_or_none_and_never_throws()
    {
        byte[] library = File.ReadAllBytes(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so"));
        Gen.Select(Gen.Int[0, library.Length - 1].Array[1, 50], Gen.Int[0, 4_095].Array[0, 50], Gen.Byte)
            .Sample((anywhere, inHeaders, value) =>
            {
                byte[] damaged = [.. library];
                foreach (int offset in anywhere.Concat(inHeaders))
                {
                    damaged[offset] ^= (byte)(value | 1);
                }

                ulong[] offsets = [0, 1, 0x8000, 0x10000, 0x12345, ulong.MaxValue];
                Assert.InRange(Find(damaged, NewBudget(), offsets)?.Length ?? 0, 0, offsets.Length);
            }, iter: 200, threads: 1);
    }

    [Fact]
    public void Numbers_at_their_limits_never_throw() =>
        Gen.Select(Gen.Select(Edge, Edge, Edge), Gen.Select(Edge, Edge).Array[0, 3], Gen.Select(Edge, Edge, Edge))
            .Sample((segment, functions, declared) =>
            {
                DrawnElf elf = new()
                {
                    Segment = segment,
                    Functions = [.. functions.Select(one => (one.Item1, one.Item2, "drawn"))],
                    DeclaredSymbols = declared.Item1,
                    DeclaredNames = declared.Item2,
                    DeclaredSymbolBytes = declared.Item3,
                };
                ulong[] offsets = [0, 1, 0x1000, long.MaxValue, ulong.MaxValue];
                Assert.InRange(Names(elf, NewBudget(), offsets).Length, 0, offsets.Length);
            }, iter: 2_000, threads: 1);

    [Fact]
    public void Names_at_the_end_of_all_offsets_are_empty()
    {
        DrawnElf elf = new() { Functions = [(0x1000, 16, "first")], DeclaredNames = ulong.MaxValue };
        Assert.Equal([""], Names(elf, NewBudget(), 0x1000));
    }

    /// <summary>Each symbol contains almost all offsets: a walk over them takes a thousand million steps.</summary>
    [Fact]
    public void Symbols_that_all_contain_the_same_offsets_are_read_once()
    {
        const int Count = 30_000;
        ulong[] offsets = [.. Enumerable.Range(0, Count).Select(index => 0x1000 + (ulong)index)];
        DrawnElf elf = new()
        {
            Functions = [.. Enumerable.Range(0, Count).Select(_ => (0x1000ul, (ulong)Count - 1, "all"))],
        };
        NamingBudget budget = NewBudget();
        string?[] names = Names(elf, budget, offsets);
        Assert.Equal(Count - 1, names.Count(name => name == "all"));
        Assert.Equal(0, budget.LeftOutCount);
    }

    [Fact]
    public void Names_beyond_the_budget_are_left_out_and_counted()
    {
        const int Count = 20_000;
        string name = new('x', 900);
        ulong[] offsets = [.. Enumerable.Range(0, Count).Select(index => 0x1000 + ((ulong)index * 16))];
        DrawnElf elf = new() { Functions = [.. offsets.Select(offset => (offset, 16ul, name))] };
        NamingBudget budget = NewBudget();
        int namedCount = Names(elf, budget, offsets).Count(one => one is not null);
        Assert.InRange(namedCount, 5_000, 10_000);
        Assert.Equal(Count - namedCount, budget.LeftOutCount);
    }

    [Fact]
    public void Nothing_is_looked_up_after_the_time_or_the_cancellation()
    {
        DrawnElf elf = new() { Functions = [(0x1000, 16, "first")] };
        NamingBudget late = NewBudget();
        _time.Advance(TimeSpan.FromSeconds(2));
        NamingBudget canceled = new(_time, new CancellationToken(canceled: true));
        Assert.All([late, canceled], budget =>
        {
            Assert.Equal([null], Names(elf, budget, 0x1000));
            Assert.Equal(1, budget.LeftOutCount);
        });
    }

    public void Dispose() => File.Delete(_path);

    private NamingBudget NewBudget() => new(_time, CancellationToken.None);

    private string?[] Names(DrawnElf elf, NamingBudget budget, params ulong[] offsets) =>
        [.. (Find(elf.Write(), budget, offsets) ?? []).Select(one => one?.Name)];

    private ElfFunction?[]? Find(byte[] file, NamingBudget budget, ulong[] offsets)
    {
        File.WriteAllBytes(_path, file);
        using SafeFileHandle opened = File.OpenHandle(_path);
        return ElfFunctions.TryOpen(opened)?.Find(offsets, budget);
    }
}
