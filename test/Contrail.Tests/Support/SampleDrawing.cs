using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Support;

/// <summary>Draws the samples of a program, one of each thread in a millisecond.</summary>
internal static class SampleDrawing
{
    /// <summary>How often all threads are sampled.</summary>
    public const int Rounds = 1_000;

    /// <summary>Records with a thread that waits in all samples.</summary>
    public static FindingRecords Sampled(params IReadOnlyList<FindingRule> rules)
    {
        FindingRecords records = new(rules);
        Add(records, SampleKind.Native, Rounds, records.Stack("System.Threading.Monitor.Wait"), thread: 1);
        return records;
    }

    /// <summary>Adds samples of one thread, or of five.</summary>
    public static void Add(FindingRecords records, SampleKind kind, int count, StackId stack, long? thread = null)
    {
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(new Sample(kind, At(number), thread ?? (2 + (number % 5)), stack));
        }
    }
}
