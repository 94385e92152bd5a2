namespace Contrail.Analysis.Findings.Comparing;

/// <summary>How the values of a kind of measure are added up and compared.</summary>
/// <param name="Unit">What a value is, for people.</param>
/// <param name="Full">The change per second that matters fully; of a level, the change of the level.</param>
/// <param name="IsLevel">
/// Whether a value is a level, such as a size, of which the largest in a time counts; otherwise values add up to a
/// rate.
/// </param>
internal readonly record struct MeasureScale(MeasureUnit Unit, double Full, bool IsLevel)
{
    /// <summary>The scale of a kind.</summary>
    public static MeasureScale Of(MeasureKind kind) => kind switch
    {
        MeasureKind.Pauses => new(MeasureUnit.TimeShare, 0.2e9, false),
        MeasureKind.Waits or MeasureKind.Ready or MeasureKind.Syscalls => new(MeasureUnit.TimeShare, 2e9, false),
        MeasureKind.Running or MeasureKind.CpuTime or MeasureKind.SampledThreads =>
            new(MeasureUnit.TimeShare, 1e9, false),
        MeasureKind.Collections => new(MeasureUnit.Rate, 10, false),
        MeasureKind.Exceptions or MeasureKind.FailedSpans => new(MeasureUnit.Rate, 50, false),
        MeasureKind.Spans => new(MeasureUnit.Rate, 500, false),
        MeasureKind.Logs => new(MeasureUnit.Rate, 100, false),
        MeasureKind.CompiledMethods => new(MeasureUnit.Rate, 300, false),
        MeasureKind.Samples => new(MeasureUnit.Rate, 200, false),
        MeasureKind.SampleRounds => new(MeasureUnit.Rate, double.PositiveInfinity, false),
        MeasureKind.Allocations => new(MeasureUnit.Bytes, 500 << 20, false),
        MeasureKind.PoolThreads => new(MeasureUnit.Level, 16, true),
        MeasureKind.Heap => new(MeasureUnit.BytesLevel, 256 << 20, true),
        MeasureKind.SpanTime => new(MeasureUnit.Duration, 1e9, false),
        _ => new(MeasureUnit.Level, double.PositiveInfinity, true),
    };
}
