using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Symbols;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Symbols;

/// <summary>What the table had to forget is a loss of a window only if the window needs it.</summary>
public sealed class ForgottenSymbolTests
{
    private const long MaxBytes = 2 * 1024 * 1024;
    private const ulong Code = 0x7000_0000;

    [Fact]
    public void Code_unloaded_before_a_window_is_not_a_loss_of_it()
    {
        SymbolTable table = new(MaxBytes);
        int index = Churn(table);
        SymbolSelection then = table.Select([Address(0)], new TraceTicks(0), new TraceTicks(index));
        Assert.Equal((1, 1), (then.UnnamedCount, then.ForgottenCount));
        SymbolSelection later = table.Select([Address(0)], new TraceTicks(index), new TraceTicks(2 * index));
        Assert.Equal((1, 0), (later.UnnamedCount, later.ForgottenCount));
    }

    [Fact]
    public void Code_that_is_there_still_is_a_loss_of_every_window_with_its_address_and_of_no_other()
    {
        SymbolTable table = new(MaxBytes);
        int index = 0;
        for (; table.ForgottenCount == 0; index++)
        {
            Method(table, RuntimeEventId.MethodLoadVerbose, index, at: index);
        }

        TraceTicks from = new(100L * index);
        TraceTicks to = new(101L * index);
        ulong native = 0x10_0000;
        Assert.Equal(0, table.Select([native], from, to).ForgottenCount);
        Assert.Equal(0, table.Select([Address(0)], from, to).ForgottenCount);
        SymbolSelection needed = table.Select([native, Address(index - 2)], from, to);
        Assert.Equal((2, 1), (needed.UnnamedCount, needed.ForgottenCount));
    }

    [Fact]
    public void Notes_of_forgotten_code_expire()
    {
        SymbolTable table = new(MaxBytes);
        int index = Churn(table);
        table.ForgetBefore(new TraceTicks(index + 1));
        SymbolSelection then = table.Select([Address(0)], new TraceTicks(0), new TraceTicks(index));
        Assert.Equal((1, 0), (then.UnnamedCount, then.ForgottenCount));
    }

    [Fact]
    public void Rundowns_that_repeat_take_no_memory_each()
    {
        SymbolTable table = new(SymbolTable.MinCapacityBytes);
        long afterTwo = 0;
        for (int rundown = 0; rundown < 60; rundown++)
        {
            for (int module = 1; module <= 200; module++)
            {
                foreach (int eventId in new[] { RundownEventId.DomainModuleEnd, RundownEventId.ModuleEnd })
                {
                    table.Add(new SymbolEvent(
                        SymbolOrigin.Rundown, eventId, 1, new TraceTicks(rundown), CodeTimeline.ModulePayload(module)));
                }
            }

            afterTwo = rundown == 1 ? table.HeldBytes : afterTwo;
        }

        Assert.Equal(afterTwo, table.HeldBytes);
        Assert.Equal(0, table.ForgottenCount);
    }

    [Fact]
    public void The_next_unload_of_a_module_equals_the_result_of_a_full_search() => Gen.Select(
        Gen.Int[0, 50].Array[0, 40], Gen.Int[-1, 51], Gen.Int[0, 60]).Sample((unloads, at, before) =>
        {
            HolderFacts facts = new();
            foreach (int unload in unloads)
            {
                facts.Add(Module(RuntimeEventId.ModuleLoad, unload));
                facts.Add(Module(RuntimeEventId.ModuleUnload, unload));
            }

            facts.DropBefore(before);
            long expected = unloads.Where(unload => unload > at && unload >= before)
                .Select(unload => (long)unload).DefaultIfEmpty(long.MaxValue).Min();
            Assert.Equal(expected, facts.FirstUnloadAfter(at));
        });

    private static LoaderFact Module(int eventId, long at) =>
        new(new HolderKey(HolderKind.Module, 1), eventId, 1, false, at, null, []);

    // Loads and unloads until something had to be forgotten: the longest gone.
    private static int Churn(SymbolTable table)
    {
        int index = 0;
        for (; table.ForgottenCount == 0; index++)
        {
            Method(table, RuntimeEventId.MethodLoadVerbose, index, at: index);
            Method(table, RuntimeEventId.MethodUnloadVerbose, index, at: index + 1);
        }

        return index + 1;
    }

    private static ulong Address(int index) => Code + ((ulong)index * 32);

    private static void Method(SymbolTable table, int eventId, int index, long at)
    {
        byte[] payload =
        [
            .. BitConverter.GetBytes((ulong)index + 1000), .. new byte[8],
            .. BitConverter.GetBytes(Address(index)), .. BitConverter.GetBytes(32), .. new byte[8],
            .. CodeTimeline.Text("Some.Type"), .. CodeTimeline.Text($"Method{index}"), .. CodeTimeline.Text("void ()"),
            0, 0,
        ];
        table.Add(new SymbolEvent(SymbolOrigin.Live, eventId, 1, new TraceTicks(at), payload));
    }
}
