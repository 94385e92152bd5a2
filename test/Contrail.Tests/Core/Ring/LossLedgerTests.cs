using Contrail.Core.Formats;
using Contrail.Core.Ring;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Ring;

public sealed class LossLedgerTests
{
    private const long Age = 10_000;

    [Fact]
    public void A_loss_after_hundreds_of_older_ones_has_its_own_reason_and_time()
    {
        LossLedger ledger = new();
        for (int index = 0; index < 400; index++)
        {
            ledger.AddLasting(Lasting(index * 10, LossReason.RecorderPaused), Since(index * 10));
        }

        Loss late = Lasting(60_000, LossReason.ProfileChanged);
        ledger.AddLasting(late, Since(60_000));
        Assert.Equal([late], ledger.For(new TraceTicks(50_000), new TraceTicks(60_001), Age));
    }

    [Fact]
    public void Too_many_losses_of_one_period_are_merged_by_reason_and_all_are_counted()
    {
        LossLedger ledger = new();
        LossReason[] reasons = [LossReason.RecorderPaused, LossReason.ProfileChanged, LossReason.Disconnected];
        for (int index = 0; index < 3_000; index++)
        {
            ledger.AddLasting(Lasting(index, reasons[index % 3]), Since(index));
        }

        List<Loss> reported = ledger.For(new TraceTicks(0), new TraceTicks(3_000), Age);
        Assert.InRange(reported.Count, 3, 256);
        Assert.All(reasons, reason => Assert.Equal(
            1_000, reported.Where(loss => loss.Reason == reason).Sum(loss => loss.Count)));
        Assert.Equal(2_999, reported[^1].To.Value);
    }

    [Fact]
    public void Evictions_of_one_age_take_a_bounded_number_of_entries()
    {
        LossLedger ledger = new();
        const int EvictionCount = 200_000;
        for (int index = 0; index < EvictionCount; index++)
        {
            Loss evicted = new(new TraceTicks(index), new TraceTicks(index + 1), LossReason.Evicted, 1, null);
            ledger.AddEviction(evicted, EvictionCount, new TraceTicks(index + 1));
        }

        Assert.InRange(ledger.HeldBytes, 1, 300_000);
        Loss reported = Assert.Single(ledger.For(
            new TraceTicks(EvictionCount), new TraceTicks(EvictionCount), EvictionCount));
        Assert.InRange(reported.Count, EvictionCount - 250, EvictionCount);
    }

    [Fact]
    public void Losses_of_a_window_are_never_before_its_reach() => Gen.Select(
        Gen.Long[0, 1_000].Array[1, 400], Gen.Long[1, 20_000], Gen.Long[0, 5_000]).Sample((gaps, age, length) =>
        {
            LossLedger ledger = new();
            long now = 0;
            foreach (long gap in gaps)
            {
                now += gap;
                LossReason reason = gap % 2 == 0 ? LossReason.RecorderPaused : LossReason.ProfileChanged;
                ledger.AddLasting(Lasting(now, reason), new TraceTicks(now - age));
                Loss evicted = new(new TraceTicks(now - gap), new TraceTicks(now), LossReason.Evicted, 1, null);
                ledger.AddEviction(evicted, age, new TraceTicks(now));
            }

            List<Loss> reported = ledger.For(new TraceTicks(now - length), new TraceTicks(now), age);
            Assert.All(reported, loss => Assert.True(
                loss.Reason == LossReason.Evicted ? now - loss.To.Value < age : loss.To.Value >= now - length));
        }, iter: 200);

    private static Loss Lasting(long at, LossReason reason) =>
        new(new TraceTicks(at), new TraceTicks(at), reason, 1, null);

    private static TraceTicks Since(long now) => new(now - Age);
}
