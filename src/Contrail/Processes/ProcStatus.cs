using System.Globalization;

namespace Contrail.Processes;

/// <summary>What we need of <c>/proc/{pid}/status</c>.</summary>
/// <param name="LeaderPid">The process that the pid belongs to; another number when it is a thread's.</param>
/// <param name="EffectiveUid">The user whose rights it has.</param>
/// <param name="InnermostPid">Its pid in its own pid namespace.</param>
internal readonly record struct ProcStatus(int LeaderPid, uint EffectiveUid, int InnermostPid)
{
    public static bool TryParse(string untrusted, out ProcStatus status)
    {
        status = default;
        int leaderPid = 0;
        int innermostPid = 0;
        uint? effectiveUid = null;
        foreach (string line in untrusted.Split('\n'))
        {
            string[] words = line.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            bool isUsable = words switch
            {
                ["Tgid:", var pid] => TryParsePid(pid, out leaderPid),
                ["NSpid:", .., var pid] => TryParsePid(pid, out innermostPid),
                ["Uid:", _, var uid, _, _] => TryParseUid(uid, out effectiveUid),
                _ => true,
            };
            if (!isUsable)
            {
                return false;
            }
        }

        if (leaderPid == 0 || effectiveUid is not { } knownUid)
        {
            return false;
        }

        // Kernels without pid namespaces have no such line.
        status = new ProcStatus(leaderPid, knownUid, innermostPid == 0 ? leaderPid : innermostPid);
        return true;
    }

    private static bool TryParsePid(string text, out int pid) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid);

    private static bool TryParseUid(string text, out uint? uid)
    {
        bool isNumber = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint parsed);
        uid = isNumber ? parsed : null;
        return isNumber;
    }
}
