using System.Globalization;
using Contrail.Benchmarks.Captures;
using Contrail.Benchmarks.Figures;

namespace Contrail.Benchmarks.Triggers;

/// <summary>
/// The cost of triggers in the recorder, at a million events a second of the mixed stream: all rule sets in turn in
/// each round, each in relation to a recording without a tap of the same round. Goal: at most 10 % more on the thread
/// that reads the stream.
/// </summary>
internal static class TriggerCost
{
    private const double Seconds = 2;

    /// <summary>Measures and prints the table.</summary>
    /// <param name="rounds">The rounds that count, after one that does not.</param>
    public static void Measure(int rounds)
    {
        TraceBytes trace = TraceBytes.Load(CaptureKind.Mixed);
        int count = RuleSets.All.Count;
        List<PumpCost>[] costs = [.. RuleSets.All.Select(_ => new List<PumpCost>())];
        for (int round = -1; round < rounds; round++)
        {
            for (int turn = 0; turn < count; turn++)
            {
                // Another one is first in each round.
                int index = (turn + round + 1) % count;
                costs[index].Add(WatchedPump.Run(trace, RuleSets.All[index].Rules, Seconds));
            }
        }

        Array.ForEach(costs, list => list.RemoveAt(0));
        Print(costs);
    }

    private static void Print(List<PumpCost>[] costs)
    {
        Console.WriteLine(
            "| rules | reading thread, M events for each second of CPU time | additional CPU time | of it 10 % to 90 % "
                + "| CPU ms of the watch for a million events | not observed |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        for (int index = 0; index < costs.Length; index++)
        {
            double[] ratios = [.. costs[index].Zip(costs[0], (one, peer) => one.RatioTo(peer) - 1).Order()];
            double missed = costs[index].Average(one => one.MissedCount / (double)one.EventCount);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {RuleSets.All[index].Name} | {Median(costs[index].Select(one => one.MillionsPerSecond)):F1} "
                + $"| {Median(ratios):+0.0 %;−0.0 %} "
                + $"| {ratios[ratios.Length / 10]:+0.0 %;−0.0 %} … {ratios[^(1 + (ratios.Length / 10))]:+0.0 %;−0.0 %} "
                + $"| {Median(costs[index].Select(one => one.WatchMilliseconds)):F2} | {missed:P1} |"));
        }

        Console.WriteLine();
        foreach (string fact in MeasuredMachine.Facts().Prepend($"{costs[0].Count} rounds of {Seconds} s each"))
        {
            Console.WriteLine($"- {fact}");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
