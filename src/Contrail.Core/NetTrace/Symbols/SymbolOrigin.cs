using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>Which of the runtime's two providers tells of code.</summary>
internal enum SymbolOrigin
{
    /// <summary>As it happens: <see cref="RuntimeProvider.Name"/>.</summary>
    Live,

    /// <summary>As what is there when a session ends: <see cref="RuntimeProvider.RundownName"/>.</summary>
    Rundown,
}
