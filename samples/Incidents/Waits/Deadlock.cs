using Shop.Stage;

namespace Shop.Waits;

/// <summary>Two transfers, requested with SIGHUP, lock two accounts in opposite order. The twin orders them.</summary>
internal static class Deadlock
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services => services.AddSingleton(scene)
        .AddSingleton(new TransferService(scene.IsHealthy)).AddHostedService<NightlyTransfers>());

    internal sealed class NightlyTransfers(TransferService transfers, Scene scene) : BackgroundService
    {
        private readonly Account _savings = new(1);
        private readonly Account _checking = new(2);

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Start(() => TransferOften(_savings, _checking));
            Start(() => TransferOften(_checking, _savings));
            return Task.CompletedTask;
        }

        private void TransferOften(Account from, Account to)
        {
            scene.HangUp.Wait();
            for (int count = 0; count < 1000; count++)
            {
                transfers.Transfer(from, to, 10);
                Thread.Sleep(20);
            }
        }

        private static void Start(ThreadStart work) =>
            new Thread(work) { IsBackground = true, Name = "transfer" }.Start();
    }

    internal sealed class TransferService(bool isOrdered)
    {
        public void Transfer(Account from, Account to, int amount)
        {
            bool isReversed = isOrdered && from.Number > to.Number;
            lock (isReversed ? to : from)
            {
                // The audit between the two takes long enough for the other transfer.
                Thread.Sleep(isOrdered ? 1 : 100);
                lock (isReversed ? from : to)
                {
                    from.Balance -= amount;
                    to.Balance += amount;
                }
            }
        }
    }

    internal sealed class Account(int number)
    {
        public int Number { get; } = number;

        public int Balance { get; set; } = 100_000;
    }
}
