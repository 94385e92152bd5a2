using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

/// <summary>Rules compared with models that keep the whole history.</summary>
public sealed class TriggerModelTests
{
    private const long Second = TriggerScript.Second;

    [Fact]
    public void Rules_equal_models_for_any_observations_snapshots_steps_of_the_clock_and_reloads()
    {
        (string Expression, Func<Model, bool> IsMet)[] kinds =
        [
            ("gc-pause>500ms", model => model.Values[^1].Value > 500),
            ("gc-pause>500ms for 3s", model => model.IsHeld(value => value > 500, 3 * Second)),
            ("gc-pause count>=4 in 5s", model => model.CountWithin(5 * Second, 0) >= 4),
            ("gc-pause>500ms count>=3 in 5s", model => model.Values[^1].Value > 500
                && model.CountWithin(5 * Second, 500) >= 3),
            ("gc-pause rate>2/s in 2s", model => model.CountWithin(2 * Second, 0) > 4),
            ("gc-pause count=7", model => model.Values.Count == 7),
        ];
        Random random = new(7);
        int firingCount = 0;
        for (int round = 0; round < 600; round++)
        {
            (string expression, Func<Model, bool> isMet) = kinds[round % kinds.Length];
            TriggerRule rule = TriggerScript.Rule(expression) with
            {
                CooldownNanoseconds = random.Next(0, 5) * Second,
                MaxPerHour = random.Next(2) == 0 ? random.Next(1, 5) : null,
                MaxPerDay = random.Next(2) == 0 ? random.Next(1, 8) : null,
            };
            firingCount += Compare(random, rule, isMet);
        }

        Assert.InRange(firingCount, 500, 60_000);
    }

    [Fact]
    public void Any_rules_take_any_observations_and_fire_once_for_each()
    {
        Random random = new(8);
        for (int round = 0; round < 150; round++)
        {
            List<TriggerRule> rules = [.. AnyRules(random)];
            TriggerSet set = new(rules);
            long firings = 0;
            List<TriggerFiring> pending = [];
            for (int step = 0; step < 300; step++)
            {
                long moment = random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : step * Second;
                IReadOnlyList<TriggerFiring> fired = random.Next(4) == 0
                    ? set.Tick(moment)
                    : set.Decide(AnyObservation(random, moment));
                Assert.Distinct(fired.Select(firing => firing.Rule.Name));
                firings += fired.Count;
                pending.AddRange(fired);
                if (random.Next(5) == 0)
                {
                    pending.ForEach(one => TriggerScript.Conclude(set, one, random.Next(3)));
                    pending.Clear();
                }

                if (random.Next(50) == 0)
                {
                    set.Reload([.. rules.Where(_ => random.Next(4) > 0)]);
                    set.Reload(rules);
                    firings = set.States.Sum(state => state.FiringCount);
                }
            }

            Assert.Equal(firings, set.States.Sum(state => state.FiringCount));
            Assert.All(set.States, state => Assert.Equal(
                state.MatchCount, state.FiringCount + state.Suppressed.Total));
        }
    }

    [Fact]
    public void A_rule_fires_again_whatever_the_clock_did_before()
    {
        Random random = new(9);
        for (int round = 0; round < 300; round++)
        {
            TriggerScript script = new(TriggerScript.Rule("death") with
            {
                CooldownNanoseconds = 60 * Second,
                MaxPerHour = 1,
                MaxPerDay = 1,
            });
            for (int step = 0; step < 20; step++)
            {
                Dies(script, random.NextInt64(long.MinValue, long.MaxValue));
            }

            // A day later by any clock that is not set again.
            long moment = random.NextInt64(long.MinValue, long.MaxValue / 2);
            Dies(script, moment);
            long day = 24 * 3_600 * Second + (60 * Second);
            Assert.True(Dies(script, moment + day));
        }
    }

    private static bool Dies(TriggerScript script, long moment) =>
        script.See(new Observation(SignalKind.Death, moment) { Subject = "crash" });

    private static int Compare(Random random, TriggerRule rule, Func<Model, bool> isMet)
    {
        TriggerSet set = new([rule]);
        Model model = new();
        TriggerFiring? pending = null;
        long moment = random.NextInt64(-1_000, 1_000) * Second;
        for (int step = 0; step < 100; step++)
        {
            moment += Model.Step(random);
            double value = random.Next(0, 4) * 300;
            model.Add(moment, value);
            bool isPending = model.IsPending;
            bool wasMet = isMet(model);
            bool expected = wasMet && model.Fires(rule);
            Observation observation = new(SignalKind.GcPause, moment) { Value = value * 1e6 };
            IReadOnlyList<TriggerFiring> fired = set.Decide(observation);
            Assert.Equal(expected, fired.Count == 1);
            Assert.Equal(
                isPending && wasMet, set.States[0].LastVerdict.Reason == VerdictReason.SnapshotPending);
            pending = fired.Count == 1 ? fired[0] : pending;
            if (pending is not null && random.Next(3) == 0)
            {
                bool isWritten = random.Next(3) > 0;
                Assert.Equal(
                    isWritten ? 1 + model.RepeatedCount + pending.Suppressed.Total : 0,
                    TriggerScript.Conclude(set, pending, isWritten ? 2 : 1));
                model.Conclude(isWritten);
                pending = null;
            }

            if (random.Next(10) == 0)
            {
                rule = rule with { AfterNanoseconds = step, MaxPerHour = random.Next(3) == 0 ? 2 : rule.MaxPerHour };
                set.Reload([rule]);
            }
        }

        return (int)set.States[0].FiringCount;
    }

    private static IEnumerable<TriggerRule> AnyRules(Random random)
    {
        for (int index = 0; index < 20; index++)
        {
            string first = Signals.All[random.Next(Signals.All.Count)].Example;
            string second = Signals.All[random.Next(Signals.All.Count)].Example;
            string[] forms = [first, $"{first} or {second}", $"{first} and {second} in 5m", $"({first}) and {second}"];
            yield return TriggerScript.Rule(forms[random.Next(forms.Length)]) with
            {
                Name = $"{index}",
                CooldownNanoseconds = random.Next(3) * Second,
                MaxPerDay = random.Next(2) == 0 ? 3 : null,
            };
        }
    }

    private static Observation AnyObservation(Random random, long moment)
    {
        string[] subjects =
        [
            "", "exit", "System.TimeoutException", "/orders/{id}", "System.Runtime/cpu-usage", "Shop/OrderFailed",
            "Shop/OrderStart", "Shop/OrderStop", "Shop.Orders", "load",
        ];
        double[] values = [0, -1, 1, 5, 1e6, 1e9, 1e12, double.NaN, double.PositiveInfinity, double.MinValue];
        return new Observation((SignalKind)random.Next(-1, 30), moment)
        {
            Value = random.Next(5) == 0 ? null : values[random.Next(values.Length)],
            Subject = subjects[random.Next(subjects.Length)],
            Text = "\uD800 text",
            Fields = random.Next(2) == 0
                ? [] : [new("Id", $"{random.Next(3)}"), new("Attempts", "7", 7)],
        };
    }

    /// <summary>The whole history of one rule.</summary>
    private sealed class Model
    {
        private readonly List<long> _written = [];
        private long? _latest;
        private long? _pendingSince;
        private long _failedAt;
        private int _failedInARow;
        private long _now;

        public List<(long At, double Value)> Values { get; } = [];

        public bool IsPending => _pendingSince is not null;

        public long RepeatedCount { get; private set; }

        public static long Step(Random random) => random.Next(30) switch
        {
            0 => -random.NextInt64(0, 5 * Second),
            1 => -random.NextInt64(11 * Second, 7_200 * Second),
            2 => random.NextInt64(0, 7_200 * Second),
            _ => random.NextInt64(0, Second),
        };

        public void Add(long moment, double value)
        {
            bool isLate = _latest is { } latest && moment < latest && latest - moment <= 10 * Second;
            _now += Math.Max(0, moment - (_latest ?? moment));
            _latest = isLate ? _latest : moment;
            Values.Add((_now, value));
        }

        public int CountWithin(long window, double above) =>
            Values.Count(one => _now - one.At < window && (above == 0 || one.Value > above));

        public bool IsHeld(Func<double, bool> isMet, long hold)
        {
            int first = Values.Count;
            while (first > 0 && isMet(Values[first - 1].Value)
                && (first == Values.Count || Values[first].At - Values[first - 1].At <= hold))
            {
                first--;
            }

            return first < Values.Count && _now - Values[first].At >= hold;
        }

        public bool Fires(TriggerRule rule)
        {
            RepeatedCount += IsPending ? 1 : 0;
            bool fires = !IsPending
                && (_written.Count == 0 || _now - _written[^1] >= rule.CooldownNanoseconds)
                && (_failedInARow == 0 || _now - _failedAt >= Math.Min(60, 1L << (_failedInARow - 1)) * Second)
                && (rule.MaxPerHour is not { } hourly || Since(3_600) < hourly)
                && (rule.MaxPerDay is not { } daily || Since(24 * 3_600) < daily);
            if (fires)
            {
                (_pendingSince, RepeatedCount) = (_now, 0);
            }

            return fires;
        }

        public void Conclude(bool isWritten)
        {
            if (isWritten)
            {
                _written.Add(_pendingSince!.Value);
            }

            (_failedAt, _failedInARow) = (_now, isWritten ? 0 : _failedInARow + 1);
            _pendingSince = null;
        }

        private int Since(long seconds) => _written.Count(at => _now - at < seconds * Second);
    }
}
