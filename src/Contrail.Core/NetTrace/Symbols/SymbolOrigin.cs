using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>Which of the runtime's two providers describes code.</summary>
internal enum SymbolOrigin
{
    /// <summary>At run time: <see cref="RuntimeProvider.Name"/>.</summary>
    Live,

    /// <summary>Code that exists when a session ends: <see cref="RuntimeProvider.RundownName"/>.</summary>
    Rundown,
}
