using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Symbols;

public sealed class SymbolTableBoundTests
{
    private const long MaxBytes = 2 * 1024 * 1024;

    [Fact]
    public void It_never_keeps_more_than_its_bound_and_counts_every_method_it_forgets()
    {
        SymbolTable table = new(MaxBytes);
        const int Added = 60_000;
        for (int index = 0; index < Added; index++)
        {
            Load(table, index, at: index);
            Assert.True(table.HeldBytes <= MaxBytes, $"{table.HeldBytes} after {index}");
        }

        Assert.True(table.ForgottenCount > 0);
        Assert.Equal(Added, table.FactCount + table.ForgottenCount);
    }

    [Fact]
    public void Unloaded_code_is_evicted_first_starting_with_the_longest_unloaded()
    {
        SymbolTable table = new(MaxBytes);
        for (int index = 0; index < 3000; index++)
        {
            Load(table, index, at: index);
        }

        int churned = 3000;
        for (; table.ForgottenCount == 0; churned++)
        {
            Load(table, churned, at: churned);
            Unload(table, churned, at: churned + 1);
        }

        Assert.All(Enumerable.Range(0, 3000), index => Assert.NotNull(NameOf(table, index, at: 1_000_000)));
        Assert.Null(NameOf(table, 3000, at: 3000));
        Assert.NotNull(NameOf(table, churned - 2, at: churned - 2));
        Assert.Equal(0, table.MalformedCount);
    }

    [Fact]
    public void Code_loaded_first_outlives_code_loaded_last_unless_the_method_has_newer_code()
    {
        SymbolTable table = new(MaxBytes);
        Load(table, 1, at: 1, methodId: 77);
        Load(table, 2, at: 2);
        Load(table, 3, at: 3, methodId: 77);
        int index = 4;
        for (; table.ForgottenCount == 0; index++)
        {
            Load(table, index, at: index);
        }

        Assert.Null(NameOf(table, 1, at: 1_000_000));
        Assert.NotNull(NameOf(table, 2, at: 1_000_000));
        Assert.NotNull(NameOf(table, 3, at: 1_000_000));
        Assert.Null(NameOf(table, index - 2, at: 1_000_000));
    }

    [Fact]
    public void Churn_within_the_window_leaves_no_residue()
    {
        SymbolTable table = new(MaxBytes);
        long heldBytes = 0;
        for (int index = 0; index < 100_000; index++)
        {
            Load(table, index, at: index);
            Unload(table, index, at: index + 1);
            if (index % 1000 == 999)
            {
                table.ForgetBefore(new TraceTicks(index - 1000));
                heldBytes = index < 10_000 ? Math.Max(heldBytes, table.HeldBytes) : heldBytes;
                Assert.True(index < 10_000 || table.HeldBytes <= heldBytes, $"{table.HeldBytes} of {heldBytes}");
            }
        }

        Assert.Equal(0, table.ForgottenCount);
        Assert.InRange(table.FactCount, 1, 5000);
    }

    [Fact]
    public void A_bound_too_small_to_hold_anything_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SymbolTable(SymbolTable.MinCapacityBytes - 1));

    [Fact]
    public void Code_that_overlaps_without_end_does_not_take_time_without_end()
    {
        // Every method overlaps all later ones, so that each of the addresses is in 20,000 of them.
        SymbolTable table = new(8 << 20);
        for (int index = 0; index < 20_000; index++)
        {
            Add(table, 143, index, at: index, methodId: null, sizeBytes: 16 << 20);
        }

        ulong[] addresses = [.. Enumerable.Range(20_000, 20_000).Select(AddressOf)];
        SymbolSelection selected = table.Select(addresses, new TraceTicks(0), new TraceTicks(long.MaxValue));
        Assert.InRange(selected.UnnamedCount, 15_000, addresses.Length - 1);
        Assert.Equal(selected.UnnamedCount, selected.ForgottenCount);
    }

    [Fact]
    public async Task Additions_and_queries_run_in_parallel()
    {
        SymbolTable table = new(MaxBytes);
        using CancellationTokenSource done = new();
        Task<int> queries = Task.Run(() =>
        {
            int queryCount = 0;
            while (!done.IsCancellationRequested || queryCount == 0)
            {
                SymbolSelection all = table.SelectAll(new TraceTicks(0), new TraceTicks(long.MaxValue));
                Assert.All(all.InWindow, symbol => Assert.True(symbol.Payload.Length > 36));
                queryCount++;
            }

            return queryCount;
        });
        for (int index = 0; index < 20_000; index++)
        {
            Load(table, index, at: index);
            Unload(table, index, at: index + 1);
        }

        await done.CancelAsync();
        Assert.True(await queries > 0);
    }

    private static ulong AddressOf(int index) => 0x1000 + ((ulong)index * 32);

    private static string? NameOf(SymbolTable table, int index, long at) =>
        table.NameOf(AddressOf(index), new TraceTicks(at));

    private static void Load(SymbolTable table, int index, long at, ulong? methodId = null) =>
        Add(table, 143, index, at, methodId);

    private static void Unload(SymbolTable table, int index, long at) => Add(table, 144, index, at, null);

    private static void Add(
        SymbolTable table, int eventId, int index, long at, ulong? methodId, int sizeBytes = 32)
    {
        byte[] payload =
        [
            .. BitConverter.GetBytes(methodId ?? (ulong)index + 1000), .. new byte[8],
            .. BitConverter.GetBytes(AddressOf(index)), .. BitConverter.GetBytes(sizeBytes), .. new byte[8],
            .. CodeTimeline.Text("Some.Type"), .. CodeTimeline.Text($"Method{index}"), .. CodeTimeline.Text("void ()"),
            0, 0,
        ];
        table.Add(new SymbolEvent(SymbolOrigin.Live, eventId, 1, new TraceTicks(at), payload));
    }
}
