namespace Contrail.EventPipe;

/// <summary>What a governor decides.</summary>
internal enum GovernorStep
{
    /// <summary>All stays as it is.</summary>
    None,

    /// <summary>To the next cheaper profile.</summary>
    Down,

    /// <summary>Back to the next dearer one.</summary>
    Up,

    /// <summary>Nothing is cheap enough: the process is to be let go.</summary>
    Release,
}
