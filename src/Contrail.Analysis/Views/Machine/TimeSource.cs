namespace Contrail.Analysis.Views.Machine;

/// <summary>From where a time of the process is known.</summary>
internal enum TimeSource
{
    /// <summary>It is not known.</summary>
    Unknown = 0,

    /// <summary>The figures of the operating system.</summary>
    Figures,

    /// <summary>Samples of processors.</summary>
    Samples,

    /// <summary>The events of the runtime.</summary>
    Events,
}
