namespace Contrail.Core.NetTrace.Symbols;

/// <summary>What kind of thing holds code.</summary>
internal enum HolderKind
{
    Module,
    Assembly,
    AppDomain,
}

/// <summary>A module, an assembly or an application domain, by the runtime's handle, which is reused.</summary>
internal readonly record struct HolderKey(HolderKind Kind, ulong Id);
