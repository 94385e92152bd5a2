namespace Contrail.Core.GoTrace.Wire;

/// <summary>What a Go trace consists of. Every frame is kept with all its bytes, as they came.</summary>
internal enum GoTraceFrameKind
{
    /// <summary>The sixteen bytes at the start.</summary>
    Header,

    /// <summary>A batch of events, strings, stacks, samples, or clocks.</summary>
    Batch,

    /// <summary>A batch of an experiment; opaque.</summary>
    ExperimentalBatch,

    /// <summary>The one byte that ends a generation, from version 1.26 on.</summary>
    EndOfGeneration,

    /// <summary>Bytes behind the last whole frame of a stream that broke off. It is in no trace.</summary>
    Rest,
}
