using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Symbols;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Symbols;

/// <summary>The table of modules, compared with a list that keeps every event.</summary>
public sealed class LoaderTableTests
{
    private const int MaxTicks = 30;
    private const int ModuleCount = 3;

    private enum Act
    {
        Load,
        Unload,
        Rundown,
        ForgetBefore,
        ForgetUnloaded,
    }

    [Fact]
    public void Events_in_any_order_give_the_unloads_and_the_memory_of_what_is_kept() =>
        Gen.Select(Gen.Enum<Act>(), Gen.Int[0, ModuleCount - 1], Gen.Int[0, MaxTicks]).Array[1, 40].Sample(acts =>
        {
            LoaderTable table = new();
            List<LoaderFact> all = [];
            long forgottenBefore = long.MinValue;
            foreach ((Act act, int module, int at) in acts)
            {
                switch (act)
                {
                    case Act.ForgetBefore:
                        table.ForgetBefore(at);
                        forgottenBefore = Math.Max(forgottenBefore, at);
                        break;
                    case Act.ForgetUnloaded:
                        AssertForgetsUnloaded(table, all);
                        break;
                    default:
                        LoaderFact fact = FactOf(act, module, at);
                        table.Add(fact);
                        all.Add(fact);
                        break;
                }

                AssertConsistent(table);
                AssertUnloads(table, all, forgottenBefore);
            }
        });

    [Fact]
    public void Of_equal_rundowns_the_first_and_the_last_are_kept()
    {
        LoaderTable table = new();
        foreach (int at in (int[])[1, 2, 3, 4])
        {
            table.Add(FactOf(Act.Rundown, 0, at));
        }

        Assert.Equal([1, 4], table.Of(KeyOf(0)).Select(fact => fact.At));
    }

    [Fact]
    public void An_event_dropped_for_memory_may_concern_any_moment()
    {
        LoaderTable table = new();
        Assert.Equal(long.MinValue, table.ForgottenUntil);
        table.ForgetUnseen();
        Assert.Equal(long.MaxValue, table.ForgottenUntil);
    }

    private static void AssertForgetsUnloaded(LoaderTable table, List<LoaderFact> all)
    {
        HolderKey[] unloaded = [.. table.Holders.Where(holder => table.Of(holder)[^1].IsUnload)];
        long until = unloaded.Select(holder => table.Of(holder)[^1].At)
            .Append(table.ForgottenUntil).Max();
        Assert.Equal(unloaded.Length, table.ForgetUnloaded());
        Assert.Equal(until, table.ForgottenUntil);
        Assert.DoesNotContain(table.Holders, holder => unloaded.Contains(holder));
        all.RemoveAll(fact => unloaded.Contains(fact.Holder));
    }

    private static void AssertConsistent(LoaderTable table)
    {
        LoaderFact[] kept = [.. table.Holders.SelectMany(table.Of)];
        Assert.Equal(kept.Sum(fact => fact.HeldBytes), table.HeldBytes);
        Assert.Equal(kept.Any(fact => fact.IsUnload), table.HasModuleUnloads);
        foreach (HolderKey holder in table.Holders)
        {
            long[] times = [.. table.Of(holder).Select(fact => fact.At)];
            Assert.NotEmpty(times);
            Assert.Equal(times.Order(), times);
        }
    }

    // From the window's start on, forgetting what was unloaded before it changes no answer.
    private static void AssertUnloads(LoaderTable table, List<LoaderFact> all, long forgottenBefore)
    {
        for (int module = 0; module < ModuleCount; module++)
        {
            for (long at = Math.Max(-1, forgottenBefore); at <= MaxTicks; at++)
            {
                long expected = all.Where(fact => fact.Holder == KeyOf(module) && fact.IsUnload && fact.At > at)
                    .Select(fact => fact.At).DefaultIfEmpty(long.MaxValue).Min();
                Assert.Equal(expected, table.FirstModuleUnloadAfter((ulong)module, at));
            }
        }

        Assert.Equal(long.MaxValue, table.FirstModuleUnloadAfter(ModuleCount, 0));
    }

    private static HolderKey KeyOf(int module) => new(HolderKind.Module, (ulong)module);

    private static LoaderFact FactOf(Act act, int module, long at) => new(
        KeyOf(module),
        act == Act.Unload ? RuntimeEventId.ModuleUnload : RuntimeEventId.ModuleLoad,
        2,
        act == Act.Rundown,
        at,
        null,
        new byte[module]);
}
