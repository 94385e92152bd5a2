namespace Contrail.Core.GoTrace.Wire;

/// <summary>The kinds of frame of a Go trace. Every frame is kept with all its bytes, as they arrived.</summary>
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

    /// <summary>Bytes after the last complete frame of a stream that broke off. They are not part of a trace.</summary>
    Rest,
}
