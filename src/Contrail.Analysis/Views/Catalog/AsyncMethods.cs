using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The async operations of the same methods. Not safe for concurrent use.</summary>
internal sealed class AsyncMethods
{
    /// <summary>How long they took.</summary>
    public DurationTally Times { get; } = new();

    /// <summary>How long they were suspended, in nanoseconds.</summary>
    public double Suspended { get; private set; }

    /// <summary>How many an exception ended.</summary>
    public long FailedCount { get; private set; }

    /// <summary>How many had not ended.</summary>
    public long OpenCount { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(in AsyncOperation operation)
    {
        Times.Add(operation.Range.Nanoseconds);
        Suspended += operation.SuspendedNanoseconds;
        FailedCount += operation.Outcome == AsyncOutcome.Failed ? 1 : 0;
        OpenCount += operation.Outcome == AsyncOutcome.Open ? 1 : 0;
    }
}
