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

    /// <summary>No profile is cheap enough: the recorder detaches from the process.</summary>
    Release,
}
