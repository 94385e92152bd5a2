namespace Contrail.Analysis.Model;

/// <summary>What a thread did when it was sampled.</summary>
internal enum SampleKind
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>It used a processor.</summary>
    Cpu,

    /// <summary>It was in managed code, running or ready to run.</summary>
    Managed,

    /// <summary>It was in native code, which includes waits.</summary>
    Native,
}
