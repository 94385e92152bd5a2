namespace Contrail;

/// <summary>Whether a recorder that comes late asks the runtime which methods it has compiled already.</summary>
public enum RundownMode
{
    /// <summary>Once, when it attaches. On .NET 8 threads that compile methods wait for it.</summary>
    Auto,

    /// <summary>Never: nothing waits, and methods compiled before have no names.</summary>
    Never,
}
