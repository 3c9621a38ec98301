import { defineDemo } from '@/lib/demo';
import { JOBS, params } from './params';

export default defineDemo({
  id: 'fine-tuning',
  chapter: 2,
  title: { zh: '预训练与微调', en: 'Pre-training and fine-tuning' },
  summary: {
    zh: '先在任务 A 上预训练，再用几张标注图在任务 B 上微调，与从零训练比：省下多少标注，忘掉多少 A，把参数相加又会怎样。',
    en: 'Pre-train on task A, fine-tune on a few labelled images of task B, and compare with training from scratch: what it saves, what is forgotten, and what adding parameters does instead.',
  },
  watch: {
    zh: '看两条曲线隔多远：标注越少，预训练越值钱。点一个标注数，下面就细看它：A 忘了多少，参数相加会怎样。',
    en: 'Watch how far apart the curves are: the fewer the labels, the more pre-training is worth. Click a number of labels to see below what is left of A, and what adding parameters does.',
  },
  params,
  presets: [
    {
      id: 'few-labels',
      label: { zh: '标注很少', en: 'Few labels' },
      values: {},
      steps: JOBS,
      claim: {
        zh: '每类 10 张标注：先预训练再微调，B 答对 70%，从零训练只有 52%；从零训练要到每类 50 张，才追得上这 10 张。',
        en: 'With 10 labels per class the pre-trained net gets 70% of B right, one trained from scratch 52%; from scratch it takes 50 per class to do what these 10 do.',
      },
    },
    {
      id: 'many-labels',
      label: { zh: '标注很多', en: 'Many labels' },
      values: { shots: '200' },
      steps: JOBS,
      claim: {
        zh: '每类 200 张：差距从每类 10 张时的 18 个百分点缩到 3 个；训练步数加到 2,000，只剩 2 个。标注够多，从零训练也追得上。',
        en: 'With 200 per class the gap is down to 3 points from 18 at 10 per class, and to 2 with 2,000 training steps: with labels enough, scratch catches up.',
      },
    },
    {
      id: 'unrelated',
      label: { zh: '不相干的任务', en: 'An unrelated task' },
      values: { shuffled: 100 },
      steps: JOBS,
      claim: {
        zh: 'B 的像素全部打乱：B 对从零训练一样难，预训练却帮了倒忙：每类 10 张时低近 10 个百分点，每类 200 张时仍低近 3 个。',
        en: 'All pixels of B shuffled: as hard as before from scratch, yet pre-training does harm: almost 10 points at 10 labels per class, and still almost 3 at 200.',
      },
    },
    {
      id: 'frozen',
      label: { zh: '冻结特征', en: 'Frozen features' },
      values: { frozen: 'trunk', shots: '1' },
      steps: JOBS,
      claim: {
        zh: '只训练输出层：每类 1 张时 46%，全部微调 45%，分不出高下；每类 200 张时 82%，连从零训练的 85% 都不如。A 倒是一点没忘。',
        en: 'Only the head is trained: 46% with 1 label per class, not to be told from the 45% of full fine-tuning; with 200, 82%, below even the 85% of training from scratch. Of A nothing is forgotten.',
      },
    },
    {
      id: 'catastrophic',
      label: { zh: '灾难性遗忘', en: 'Catastrophic forgetting' },
      values: { shuffled: 100, shots: '200' },
      steps: JOBS,
      claim: {
        zh: '在不相干的 B 上用每类 200 张微调：B 答对 82%，A 却从 86% 掉到 38%，没有人要它忘。',
        en: 'Fine-tuned on 200 per class of an unrelated B, the net gets 82% of B right, and A falls from 86% to 38%, though nothing told it to forget.',
      },
    },
    {
      id: 'large-rate',
      label: { zh: '学习率太大', en: 'Too large a rate' },
      values: { learningRate: 1 },
      steps: JOBS,
      claim: {
        zh: '学习率 1：每类 10 张微调之后，A 只剩 46%（学习率 0.5 时是 75%），B 也低了 7 个百分点。',
        en: 'At a learning rate of 1, fine-tuning on 10 per class leaves A at 46% (75% at 0.5), and B is 7 points worse too.',
      },
    },
    {
      id: 'as-printed',
      label: { zh: '照手稿相加', en: 'Added as printed' },
      values: { formula: 'printed' },
      steps: JOBS,
      claim: {
        zh: 'θ预 + α·θ微，α = 1：B 68%，低于微调的 70%，损失是微调的三倍多；无论 α 取多少，都得不到微调后的网络。',
        en: 'θpre + α · θfine with α = 1: 68% of B, below the 70% of fine-tuning, at more than three times its loss; no α gives the fine-tuned net.',
      },
    },
    {
      id: 'strangers',
      label: { zh: '两个陌生网络相加', en: 'Adding strangers' },
      values: { formula: 'strangers' },
      steps: JOBS,
      claim: {
        zh: '换成从零训练的 θ零，α = 1：A 从 86% 掉到 58%，B 只有 33%，比 θ零 自己的 52% 还差：两个网络的神经元并不对应。',
        en: 'With a net trained from scratch in its place, α = 1: A falls from 86% to 58%, and B gets 33%, where that net alone had 52%: the neurons of the two do not correspond.',
      },
    },
    {
      id: 'task-arithmetic',
      label: { zh: '任务算术', en: 'Task arithmetic' },
      values: { lambda: 0.5 },
      steps: JOBS,
      claim: {
        zh: 'θ预 + λ(θ微 − θ预)，只走一半：A 有 84%（微调后是 75%），B 只少不到 2 个百分点，损失反而更小。',
        en: 'θpre + λ(θfine − θpre), half of the way: A keeps 84% (75% after fine-tuning), B pays less than 2 points, and its loss is even smaller.',
      },
    },
  ],
  run: { unit: { zh: '对网络', en: 'pair of nets' }, steps: JOBS, rate: 16, first: JOBS },
  tour: [
    {
      text: {
        zh: '两个任务都是认图样。每一类由十二种笔画里的三种组成，画的时候各自挪一点，再添一笔没有意义的和一点噪声。A 有 12 类，图要多少有多少；B 的 8 类用同样的笔画，换了组合，标注却很少。',
        en: 'Both tasks are to recognise drawings. A class is three of twelve strokes, each moved a little when drawn; one stroke that means nothing and some noise are added. A has 12 classes and plenty of images; B has 8, made of the same strokes in other combinations, and few labels.',
      },
      values: {},
      steps: 0,
      look: 'samples',
    },
    {
      text: {
        zh: '网络先在 A 上训练。然后对每个标注数训练一对：一个从预训练的参数出发，一个从随机参数出发，图、步数、学习率都一样。每个标注数换 8 批图，色带是平均值的 95% 区间。',
        en: 'The net is trained on A first. Then, for every number of labels, a pair: one starts from the pre-trained parameters, one from random ones; images, steps and learning rate are the same. Each is repeated with 8 sets of images; the band is the 95% interval of the mean.',
      },
      values: {},
      steps: JOBS,
      look: 'curve',
    },
    {
      text: {
        zh: '把 B 的像素全部打乱，每张图打乱的方式都一样。对从零训练的网络，B 和原来一样难；A 教的笔画却不见了。预训练这回是负担，不是本钱。',
        en: 'Now all pixels of B are shuffled, the same way in every image. To a net from scratch B is as hard as it was, but the strokes that A taught are gone. This time pre-training is a burden.',
      },
      values: { shuffled: 100 },
      steps: JOBS,
      look: 'curve',
    },
    {
      text: {
        zh: '微调只看 B。参数为 B 而动，A 就跟着坏掉：A 的输出层原封不动，它下面的特征却变了。这叫灾难性遗忘。',
        en: 'Fine-tuning looks at B only. As the parameters move for B, A breaks: its head is untouched, but the features under it have changed. This is catastrophic forgetting.',
      },
      values: { shuffled: 100, shots: '200' },
      steps: JOBS,
      look: 'forgetting',
    },
    {
      text: {
        zh: '手稿把微调写成 θ预 + α·θ微。照着算，α = 0 时 B 等于瞎猜，α = 1 时所有参数约为两倍：多半还答得对，损失却大得多。微调不是相加，是从 θ预 出发，一步一步沿梯度走。',
        en: 'The manuscript writes fine-tuning as θpre + α · θfine. Computed as printed, α = 0 guesses at B, and α = 1 about doubles every parameter: most answers survive, at a far larger loss. Fine-tuning is no sum: it starts at θpre and follows the gradient, step by step.',
      },
      values: { formula: 'printed' },
      steps: JOBS,
      look: 'sum',
    },
    {
      text: {
        zh: '真正有人用的加法，加的是差：θ预 + λ(θ微 − θ预)。λ = 0 是预训练的网络，λ = 1 是微调后的网络，中间可以在 A 与 B 之间取舍。在图上点一个 λ 试试。',
        en: 'The sum that people do use adds a difference: θpre + λ(θfine − θpre). λ = 0 is the pre-trained net, λ = 1 the fine-tuned one, and between them A is traded against B. Click a λ in the chart.',
      },
      values: { lambda: 0.5 },
      steps: JOBS,
      look: 'sum',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
