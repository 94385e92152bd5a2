using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>Where a control group is. Immutable.</summary>
/// <param name="Folder">Which kind of group it is.</param>
/// <param name="MountPath">Where the groups of this kind are mounted.</param>
/// <param name="GroupPath">The group in that mount: empty for the topmost one, otherwise with a slash first.</param>
internal sealed record CgroupLocation(FigureFolder Folder, string MountPath, string GroupPath)
{
    /// <summary>The folder of the group.</summary>
    public string Path => MountPath + GroupPath;

    /// <summary>The group above; null for the topmost one that is visible.</summary>
    public CgroupLocation? Parent => GroupPath.Length == 0
        ? null
        : this with { GroupPath = GroupPath[..GroupPath.LastIndexOf('/')] };
}
