namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>What sort of thing has states and ranges.</summary>
internal enum GoResourceKind : byte
{
    /// <summary>Nothing in particular: the whole program.</summary>
    None,

    /// <summary>A goroutine.</summary>
    Goroutine,

    /// <summary>A proc: the right to run Go code, of which there are GOMAXPROCS.</summary>
    Proc,

    /// <summary>A thread of the operating system.</summary>
    Thread,
}
