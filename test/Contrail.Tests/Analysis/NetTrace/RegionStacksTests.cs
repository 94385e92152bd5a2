using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

public sealed class RegionStacksTests
{
    private const long MaxSymbolBytes = 4 << 20;

    [Fact]
    public void A_stack_without_names_is_named_once_however_many_events_have_it()
    {
        RegionStacks stacks = new(new SymbolTable(MaxSymbolBytes), new StackTable(), sizeof(ulong));
        stacks.AddBlock(Block([0x1004, 0x2004]));
        StackId first = stacks.Find(1, new TraceTicks(0));
        for (int at = 1; at < 1_000; at++)
        {
            Assert.Equal(first, stacks.Find(1, new TraceTicks(at)));
        }

        Assert.False(stacks.Table.Frame(first, 0).IsNamed);
        Assert.Equal(1, stacks.NamedCount);
    }

    [Fact]
    public void A_stack_is_named_again_when_its_address_has_other_code()
    {
        SymbolTable symbols = new(MaxSymbolBytes);
        Add(symbols, RuntimeEvents.MethodLoad(0x1000, 64, "Dyn", "First"), at: 10);
        Add(symbols, RuntimeEvents.MethodUnload(0x1000, 64, "Dyn", "First"), at: 20);
        Add(symbols, RuntimeEvents.MethodLoad(0x1000, 64, "Dyn", "Second"), at: 30);
        RegionStacks stacks = new(symbols, new StackTable(), sizeof(ulong));
        stacks.AddBlock(Block([0x1004]));
        string[] names = [.. Enumerable.Range(0, 40).Select(at =>
            stacks.Table.Frame(stacks.Find(1, new TraceTicks(at)), 0).Name)];
        Assert.All(names[..10], name => Assert.Equal("", name));
        Assert.All(names[10..20], name => Assert.Equal("Dyn.First", name));
        Assert.All(names[20..30], name => Assert.Equal("", name));
        Assert.All(names[30..], name => Assert.Equal("Dyn.Second", name));
        Assert.Equal(4, stacks.NamedCount);
    }

    [Fact]
    public void A_frame_has_the_module_that_a_rundown_reports_after_its_event()
    {
        SymbolTable symbols = new(MaxSymbolBytes);
        Add(symbols, RuntimeEvents.MethodLoad(0x1000, 64, "Shop.Cart", "Pay"), at: 10);
        Add(symbols, RuntimeEvents.ModuleRundown("/app/Shop.dll"), at: 99, SymbolOrigin.Rundown);
        RegionStacks stacks = new(symbols, new StackTable(), sizeof(ulong));
        stacks.AddBlock(Block([0x1004]));
        StackFrame frame = stacks.Table.Frame(stacks.Find(1, new TraceTicks(20)), 0);
        Assert.Equal(("Shop", FrameOrigin.Own), (frame.Module, frame.Origin));
    }

    [Fact]
    public void Stacks_beyond_the_limit_of_a_region_are_counted_and_the_next_region_has_room()
    {
        RegionStacks stacks = new(
            new SymbolTable(MaxSymbolBytes), new StackTable(), sizeof(ulong), maxAddressBytes: 20);
        stacks.AddBlock(Block([0x1, 0x2], [0x3], [0x4]));
        Assert.False(stacks.Find(1, default).IsNone);
        Assert.True(stacks.Find(2, default).IsNone);
        Assert.Equal(2, stacks.Table.RejectedCount);
        stacks.Clear();
        stacks.AddBlock(Block([0x1, 0x2]));
        Assert.False(stacks.Find(1, default).IsNone);
    }

    private static void Add(
        SymbolTable symbols, FileEvent load, long at, SymbolOrigin origin = SymbolOrigin.Live) => symbols.Add(
        new SymbolEvent(origin, load.EventId, load.Version, new TraceTicks(at), load.Payload));

    private static byte[] Block(params ulong[][] stacks)
    {
        PayloadWriter block = new PayloadWriter().U32(1).U32(stacks.Length);
        foreach (ulong[] stack in stacks)
        {
            block.U32(stack.Length * sizeof(ulong));
            foreach (ulong address in stack)
            {
                block.U64(address);
            }
        }

        return block.ToArray();
    }
}
